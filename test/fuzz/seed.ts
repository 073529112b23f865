/** The seed of the cases. Tokens and ids of anonymous users still differ between runs. */
export const SEED = Number(process.env.FUZZ_SEED ?? 20_261_128)
