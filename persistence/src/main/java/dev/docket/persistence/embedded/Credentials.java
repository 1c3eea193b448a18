package dev.docket.persistence.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The three roles of an embedded database, with passwords of 256 random bits.
 *
 * @param superuser has all rights; for setup and repairs
 * @param owner owns the database; for migrations
 * @param application owns nothing and is subject to row-level security; for the service
 */
record Credentials(Login superuser, Login owner, Login application) {
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "docket_owner";
    private static final String APPLICATION = "docket_app";
    private static final int PASSWORD_BYTES = 32;

    static Credentials random() {
        SecureRandom random = new SecureRandom();
        return new Credentials(
                new Login(SUPERUSER, password(random)),
                new Login(OWNER, password(random)),
                new Login(APPLICATION, password(random)));
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        // Not Base64: a password that begins with "-h" is an option to a command line.
        return HexFormat.of().formatHex(bytes);
    }

    /** @throws DataFolderUnusableException if the file is missing, unreadable or incomplete */
    static Credentials read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new DataFolderUnusableException(
                    "The passwords in " + file + " cannot be read: restore that file, or run Docket as its owner.", e);
        }
        return new Credentials(
                login(properties, SUPERUSER, file),
                login(properties, OWNER, file),
                login(properties, APPLICATION, file));
    }

    private static Login login(Properties properties, String user, Path file) {
        String password = properties.getProperty(user);
        if (password == null || password.isBlank()) {
            throw new DataFolderUnusableException("The file " + file + " has no password for " + user + ".");
        }
        return new Login(user, password);
    }

    void write(Path file) throws IOException {
        DurableFiles.write(file, """
                # The roles of the embedded database and their passwords, created on its first start.
                %s=%s
                %s=%s
                %s=%s
                """.formatted(
                        superuser.user(),
                        superuser.password(),
                        owner.user(),
                        owner.password(),
                        application.user(),
                        application.password()));
    }
}
