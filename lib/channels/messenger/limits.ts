/**
 * Limits of the Send API. Meta does not say how it counts a character, so Interlude counts UTF-16 units: never fewer than
 * characters or code points. Source: developers.facebook.com/documentation/business-messaging/messenger-platform, "Send
 * API" (text), "Quick replies", "Generic template", "Button template", "Postback button".
 */
export const LIMITS = {
  textChars: 2_000,
  quickReplies: 13,
  /** The title of a quick reply and of a button. */
  choiceTitleChars: 20,
  /** The payload of a quick reply and of a postback button. */
  choicePayloadChars: 1_000,
  cards: 10,
  /** A card's title, and its subtitle. */
  cardTitleChars: 80,
  /** The buttons of a card, and of a text. */
  buttons: 3,
  /** A text with buttons. */
  buttonTextChars: 640,
  /** The name of a persona. Source: the same, "Personas". */
  personaNameChars: 50,
} as const
