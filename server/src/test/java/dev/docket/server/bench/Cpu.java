package dev.docket.server.bench;

/**
 * Seconds of CPU that were used: up to a moment, or between two. NaN: not measured.
 *
 * @param compiling what of the server's was for compiling itself: little, once it has run for a while
 * @param database all processes of PostgreSQL, those in the background, too
 * @param generator what asks: this process and what it has run
 */
record Cpu(double server, double compiling, double database, double generator) {

    Cpu since(Cpu earlier) {
        return new Cpu(
                server - earlier.server,
                compiling - earlier.compiling,
                database - earlier.database,
                generator - earlier.generator);
    }

    /** Of what is measured. */
    double served() {
        return server + database;
    }
}
