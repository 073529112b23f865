import { consoleSize, SIZE_LIMITS, widgetSize } from '../../scripts/web/sizes.ts'
import type { Line } from './report.ts'

/** Measures the sizes of the built pages after `gzip -9`. */
export async function sizes(): Promise<Line[]> {
  const [widget, console] = await Promise.all([widgetSize(), consoleSize()])
  return [
    { what: 'loader of the widget', value: widget.loader, unit: 'B gz', atMost: SIZE_LIMITS.loader },
    { what: 'opened widget', value: widget.opened, unit: 'B gz', atMost: SIZE_LIMITS.opened },
    { what: "console's first load", value: console.opened, unit: 'B gz', atMost: SIZE_LIMITS.console },
  ]
}
