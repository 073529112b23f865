/**
 * The webhook fields of the events that Interlude reads (`events.ts`). Meta sends an event only if its field is ticked for
 * the app as well as for the page. Source: developers.facebook.com/docs/graph-api/reference/page/subscribed_apps.
 */
export const SUBSCRIBED_FIELDS = [
  'messages',
  'messaging_postbacks',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_referrals',
  'messaging_optins',
  'messaging_handovers',
  'standby',
] as const
