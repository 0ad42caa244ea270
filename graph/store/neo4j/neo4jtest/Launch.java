import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Runs Neo4j Community with Bolt until standard input ends, which it does when the process that
 * started it is gone, however that went: no server outlives its tests.
 *
 * <p>Arguments: the password of the user neo4j; the data folder, or "" for one that is deleted in
 * the end; then settings as neo4j.conf has them, name=value. Prints "Started." when the database
 * answers.
 */
public final class Launch {
    private static final long AVAILABLE_WITHIN_MS = 60_000;

    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                System.err.println(cause);
            }
            // A thread of a server that has half started would keep the JVM alive.
            System.exit(1);
        }
    }

    private static void run(String[] args) throws IOException {
        boolean temporary = args[1].isEmpty();
        Path home = temporary ? Files.createTempDirectory("entente-neo4j") : Path.of(args[1]);
        try {
            Path settings = Files.write(home.resolve("neo4j.conf"), List.of(args).subList(2, args.length));
            serve(home, settings, args[0]);
        } finally {
            if (temporary) {
                delete(home);
            }
        }
    }

    private static void serve(Path home, Path settings, String password) throws IOException {
        DatabaseManagementService server =
                new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(settings).build();
        try {
            setPassword(server, password);
            if (!server.database("neo4j").isAvailable(AVAILABLE_WITHIN_MS)) {
                throw new IllegalStateException("the database did not become available");
            }
            System.out.println("Started.");
            System.in.transferTo(OutputStream.nullOutputStream());
        } finally {
            server.shutdown();
        }
    }

    /** Replaces the password of a new server, which Neo4j wants changed before the first use. */
    private static void setPassword(DatabaseManagementService server, String password) {
        var system = server.database("system");
        boolean isNew = system.executeTransactionally(
                "SHOW USERS YIELD user, passwordChangeRequired WHERE passwordChangeRequired RETURN user",
                Map.of(),
                result -> result.hasNext());
        if (isNew) {
            system.executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
