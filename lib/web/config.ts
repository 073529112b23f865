/** What the console must know before it can sign anybody in: `/console/config.json`. */
export interface ConsoleConfig extends WidgetConfig {
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
}

/** What the widget's frame must know: `/widget/config.json`. */
export interface WidgetConfig {
  readonly socketUrl: string
  /** Stands before `/api/…`. Empty: the page's own origin. */
  readonly apiUrl: string
}

export const CONSOLE_CONFIG_PATH = '/console/config.json'
export const WIDGET_CONFIG_PATH = '/widget/config.json'
