package dev.docket.server.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The measurements on a stage, in sequence. */
final class Phases {

    private static final int GROWTH_CLIENTS = 4;

    private static final double WARM = 0.1;

    /** Connections of the open loop: enough that a request hardly ever waits for one. */
    private static final int OPEN_CLIENTS = 64;

    private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\"\\s*:\\s*\"([^\"]+)\"");

    private final BenchOptions options;
    private final Stage stage;
    private final Results results;
    private final Requests requests;
    private final TicketMass mass;
    private final LoadGenerator load;

    Phases(BenchOptions options, Stage stage, Results results) {
        this.options = options;
        this.stage = stage;
        this.results = results;
        this.requests = new Requests(stage.accounts());
        this.mass = new TicketMass(stage.database(), options.accounts());
        this.load = new LoadGenerator(stage.server().uri(), stage.cpu());
    }

    /**
     * Runs load until the server spends little CPU on compiling, like a server that has run for a while, or has used
     * the maximum of CPU. The time limit applies only where CPU is not measured, because other load on the machine must
     * not shorten the warm-up.
     */
    void warmUp() throws IOException, InterruptedException {
        results.generated(mass.growTo(options.sizes().get(0) / 2));
        Collection<Workload> reading = reading().values();
        double seconds = options.seconds(0.15);
        double total = 0;
        Cpu used;
        do {
            Cpu before = stage.cpu().now();
            warm(requests.createsRefused(), seconds * 2);
            for (Workload each : reading) {
                warm(each, seconds);
            }
            warm(requests.createsSpread(), seconds);
            used = stage.cpu().now().since(before);
            total += Double.isNaN(used.server()) ? seconds * (reading.size() + 3) : used.server();
        } while (!(used.compiling() < used.server() * WARM) && total < options.warmUp());
        results.figure(
                "compiling, % of the CPU of the server when it was warm", used.compiling() * 100 / used.server());
    }

    private void warm(Workload workload, double seconds) throws InterruptedException {
        results.count(load.closedLoop("warm-up", workload, options.clients(), 0, seconds));
    }

    /** Measures the cost of operations with this number of tickets. */
    void growth(long tickets) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long added = mass.growTo(tickets);
        results.generated(added);
        System.out.printf("%,d tickets generated in %.1f s%n", added, (System.nanoTime() - start) / 1e9);
        stage.database().settle();
        Map<String, Workload> operations = reading();
        operations.put("create", requests.createsSpread());
        Map<String, Run> runs = new LinkedHashMap<>();
        long stored = stage.database().tickets();
        for (Map.Entry<String, Workload> operation : operations.entrySet()) {
            String name = operation.getKey();
            runs.put(
                    name,
                    load.closedLoop(
                            name, operation.getValue(), GROWTH_CLIENTS, options.seconds(0.15), options.seconds(0.5)));
        }
        results.add(new Results.Growth(stored, runs));
    }

    private Map<String, Workload> reading() throws IOException {
        Map<String, Workload> operations = new LinkedHashMap<>();
        operations.put("read", requests.reads(mass.each(stage.database().tickets() / 2)));
        operations.put("first page", requests.firstPages());
        operations.put("deep page", requests.deepPages(deepCursor()));
        operations.put("selective search", requests.selectiveSearches());
        return operations;
    }

    /** The cursor of the middle of the list, derived from the cursor of the first page. */
    private String deepCursor() throws IOException {
        try (HttpConnection connection = new HttpConnection(stage.server().uri())) {
            connection.exchange(
                    requests.firstPages().next(new SplittableRandom(1)).bytes());
            Matcher cursor = NEXT_CURSOR.matcher(connection.body());
            if (!cursor.find()) {
                throw new IllegalStateException("the first page is the last: " + connection.body());
            }
            List<String> middle = stage.database().query("""
                    SELECT created_at, id
                      FROM docket.tickets
                     WHERE account_id = 'b0000'
                     ORDER BY created_at DESC, id DESC
                    OFFSET (SELECT count(*) / 2 FROM docket.tickets WHERE account_id = 'b0000')
                     LIMIT 1
                    """).get(0);
            String mark = cursor.group(1).substring(0, cursor.group(1).indexOf('.') + 1);
            String deep = "[\"" + middle.get(0) + "\",\"" + middle.get(1) + "\"]";
            return mark + Base64.getUrlEncoder().withoutPadding().encodeToString(deep.getBytes(StandardCharsets.UTF_8));
        }
    }

    void creates() throws InterruptedException {
        stage.database().settle();
        int clients = options.clients();
        double warmUp = options.seconds(0.7);
        Run spread = results.add(
                load.closedLoop(Results.SPREAD, requests.createsSpread(), clients, warmUp, options.seconds()));
        results.add(load.closedLoop(Results.HOT, requests.createsHot(), clients, warmUp / 2, options.seconds()));
        results.add(load.closedLoop(Results.LONE, requests.createsSpread(), 1, warmUp / 4, options.seconds(0.7)));
        results.add(load.openLoop(
                Results.OPEN,
                requests.createsSpread(),
                spread.perSecond() / 2,
                OPEN_CLIENTS,
                warmUp / 4,
                options.seconds()));
    }

    void pgbench() throws IOException, InterruptedException {
        Optional<Path> program = Pgbench.find();
        if (program.isEmpty()) {
            results.fact(
                    "pgbench",
                    "not installed, so there is no comparison with it (Debian has it in postgresql-contrib)");
            return;
        }
        Pgbench pgbench = new Pgbench(program.get(), options.out(), stage.cpu());
        results.fact("pgbench", pgbench.version());
        DatabaseUnderTest docket = stage.database();
        DatabaseUnderTest bare = docket.scratch();
        bare.execute(docket.script("bare-schema.sql"));
        int clients = options.clients();
        int accounts = options.accounts();
        double seconds = options.seconds();
        docket.settle();
        results.add(pgbench.run(Results.BARE_SPREAD, bare, Pgbench.BARE, accounts, clients, seconds));
        results.add(pgbench.run(Results.BARE_HOT, bare, Pgbench.BARE, 1, clients, seconds));
        results.add(pgbench.run(Results.BARE_LONE, bare, Pgbench.BARE, accounts, 1, options.seconds(0.7)));
        docket.settle();
        results.add(pgbench.run(Results.SAME_SPREAD, docket, Pgbench.SAME_ROWS, accounts, clients, seconds));
        results.add(pgbench.run(Results.SAME_HOT, docket, Pgbench.SAME_ROWS, 1, clients, seconds));
        results.add(pgbench.run(Results.SAME_LONE, docket, Pgbench.SAME_ROWS, accounts, 1, options.seconds(0.7)));
    }

    void imports() throws IOException, InterruptedException {
        stage.database().settle();
        new Import(stage, results).run(options.imported());
    }

    void others() throws InterruptedException {
        long each = mass.each(stage.database().tickets() / 2);
        int clients = options.clients();
        double seconds = options.seconds(0.7);
        Workload reads = requests.reads(each);
        results.add(load.closedLoop("read", reads, clients, 0.1, seconds));
        results.add(load.closedLoop("first page of 50", requests.firstPages(), clients, 0.1, seconds));
        results.add(load.closedLoop("selective search", requests.selectiveSearches(), clients, 0.1, seconds));
        results.add(load.closedLoop("mixed day", requests.mixedDay(each), clients, options.seconds(0.3), seconds));
    }

    /** Measures the server and the database without requests. */
    void idle() throws IOException, InterruptedException {
        stage.database().settle();
        double seconds = options.seconds();
        // Until code of the earlier load is compiled.
        Thread.sleep((long) (seconds * 1e3));
        Cpu before = stage.cpu().now();
        Thread.sleep((long) (seconds * 1e3));
        Cpu used = stage.cpu().now().since(before);
        results.figure("CPU of an idle server and its database, % of a core", used.served() * 100 / seconds);
        Footprint.idle(stage.server(), results);
    }
}
