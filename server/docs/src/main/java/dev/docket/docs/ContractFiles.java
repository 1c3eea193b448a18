package dev.docket.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the contract in the forms that tools read: as JSON, and as a Postman collection. */
public final class ContractFiles {

    private ContractFiles() {}

    /** @param arguments the contract, and the folder for the files */
    public static void main(String[] arguments) throws IOException {
        Contract contract = Contract.read(Path.of(arguments[0]));
        Path target = Path.of(arguments[1]);
        ObjectMapper json = new ObjectMapper();
        Files.createDirectories(target);
        json.writeValue(target.resolve("openapi.json").toFile(), contract.root());
        json.writeValue(target.resolve("docket.postman_collection.json").toFile(), PostmanCollection.of(contract));
    }
}
