/** The same seed makes the same cases (tokens and the ids of anonymous users are each run's own). */
export const SEED = Number(process.env.FUZZ_SEED ?? 20_261_128)
