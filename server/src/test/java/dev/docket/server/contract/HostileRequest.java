package dev.docket.server.contract;

import dev.docket.server.testing.Contract.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as bytes.
 *
 * @param operation what it was made from
 * @param kind in a word, what is special about it
 * @param isOfContract whether it certainly reaches its operation or is rejected as that documents
 */
record HostileRequest(
        Operation operation,
        String kind,
        boolean isOfContract,
        String method,
        String target,
        String version,
        List<String> headers,
        byte[] body) {

    HostileRequest {
        headers = List.copyOf(headers);
    }

    HostileRequest kind(String other) {
        return new HostileRequest(operation, other, isOfContract, method, target, version, headers, body);
    }

    HostileRequest ofTransport(String other) {
        return new HostileRequest(operation, other, false, method, target, version, headers, body);
    }

    HostileRequest method(String other) {
        return new HostileRequest(operation, kind, isOfContract, other, target, version, headers, body);
    }

    HostileRequest target(String other) {
        return new HostileRequest(operation, kind, isOfContract, method, other, version, headers, body);
    }

    HostileRequest version(String other) {
        return new HostileRequest(operation, kind, isOfContract, method, target, other, headers, body);
    }

    HostileRequest body(byte[] other) {
        return new HostileRequest(operation, kind, isOfContract, method, target, version, headers, other);
    }

    HostileRequest with(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new HostileRequest(operation, kind, isOfContract, method, target, version, more, body);
    }

    /** A copy without any header of this name. */
    HostileRequest without(String name) {
        List<String> fewer = headers.stream()
                .filter(line -> !line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .toList();
        return new HostileRequest(operation, kind, isOfContract, method, target, version, fewer, body);
    }

    HostileRequest replacing(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    /** One character for each byte. */
    String bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("\r\n")
                .append(new String(body, StandardCharsets.ISO_8859_1))
                .toString();
    }

    @Override
    public String toString() {
        String bytes = bytes().replaceAll("(?i)bearer dkt_\\S+", "Bearer …").replace("\r\n", "\n");
        return kind + "\n" + (bytes.length() > 3_000 ? bytes.substring(0, 3_000) + "…" : bytes);
    }
}
