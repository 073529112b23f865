/**
 * Stores on the host page that the visitor has opened the widget, so that the next page can show it again. Without `on`
 * it only reads. Returns false if the browser forbids storage, where reading the property throws.
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
