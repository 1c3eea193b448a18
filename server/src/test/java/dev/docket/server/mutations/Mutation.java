package dev.docket.server.mutations;

import java.util.List;

/**
 * A change that must fail the build.
 *
 * @param name what is changed, in words
 * @param change what makes it
 * @param checks simple names of the test classes that must fail; empty: the compiler must
 */
record Mutation(String name, Change change, List<String> checks) {

    /** Where a mutation is, and what it makes of that. */
    interface Change {

        /** Changes a file of {@code checkout}. */
        void make(Checkout checkout);

        /** What is changed, such as {@code swagger.yaml}. */
        String place();
    }

    boolean isForTheCompiler() {
        return checks.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
