package dev.docket.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes the contract in the forms that tools read: as it is, as JSON, and as a Postman collection. */
public final class ContractFiles {

    private ContractFiles() {}

    /** @param arguments the contract, and the folder for the files */
    public static void main(String[] arguments) throws IOException {
        Path yaml = Path.of(arguments[0]);
        Contract contract = Contract.read(yaml);
        Path target = Path.of(arguments[1]);
        ObjectMapper json = new ObjectMapper();
        Files.createDirectories(target);
        Files.copy(yaml, target.resolve("openapi.yaml"), StandardCopyOption.REPLACE_EXISTING);
        json.writeValue(target.resolve("openapi.json").toFile(), contract.root());
        json.writeValue(target.resolve("docket.postman_collection.json").toFile(), PostmanCollection.of(contract));
    }
}
