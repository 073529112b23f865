/** The parts of a bot's setup, in the order in which they are shown. */
export const TABS = ['config', 'keys', 'widget'] as const
export type Tab = (typeof TABS)[number]
