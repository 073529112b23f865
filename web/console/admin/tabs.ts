/** The tabs of a bot's setup, in display order. */
export const TABS = ['config', 'channels', 'alerts', 'keys', 'widget'] as const
export type Tab = (typeof TABS)[number]
