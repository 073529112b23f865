/** How many random stories the domain must keep its promises in. Most planted faults show within some dozen, the rarest within some thousand. */
export const RUNS = Number(process.env.RUNS ?? 10_000)

/** The seed of the stories. Planted faults are looked for in the same stories in which the domain itself keeps its promises. */
export const SEED = Number(process.env.SEED ?? 4_711)
