/** A time in milliseconds since 1970 (UTC). The wire uses ISO 8601; numbers can be compared and added. */
export type Instant = number
