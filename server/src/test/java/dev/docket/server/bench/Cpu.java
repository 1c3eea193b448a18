package dev.docket.server.bench;

/**
 * Seconds of CPU used up to an instant, or between two. NaN: not measured.
 *
 * @param compiling the part of the server's CPU that its compilers used; little, once it has run for a while
 * @param database all processes of PostgreSQL, including those in the background
 * @param generator the load generator: this process and the processes that it has run
 */
record Cpu(double server, double compiling, double database, double generator) {

    Cpu since(Cpu earlier) {
        return new Cpu(
                server - earlier.server,
                compiling - earlier.compiling,
                database - earlier.database,
                generator - earlier.generator);
    }

    /** The CPU of the measured programs. */
    double served() {
        return server + database;
    }
}
