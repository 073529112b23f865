/**
 * Remembers on the host page that its visitor has opened the widget, so that the next page can show it again. Without `on` it only
 * tells. A browser may forbid storage: reading the property throws then, and nothing is remembered.
 */
export function memory(area: 'localStorage' | 'sessionStorage', key: string, on?: boolean): boolean {
  try {
    if (on) window[area].setItem(key, '1')
    if (on === false) window[area].removeItem(key)
    return window[area].getItem(key) !== null
  } catch {
    return false
  }
}
