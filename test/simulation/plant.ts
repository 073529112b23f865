import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A fault to plant in a copy of the production code. */
export interface PlantedFault {
  readonly name: string
  /** Relative to the root of the tree. */
  readonly file: string
  /** A text that is in the file exactly once. */
  readonly find: string
  readonly replace: string
}

/** The root of this tree. */
export const treeRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Copies of the production code: no fault is ever planted in the tree. `remove` deletes all copies. */
export interface Copies {
  copy(name: string, faults?: readonly PlantedFault[]): string
  remove(): void
}

export function openCopies(): Copies {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-copies-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(join(treeRoot, 'node_modules'), join(folder, 'node_modules'))
  return {
    copy(name, faults = []) {
      const root = join(folder, name)
      for (const part of ['lib', 'functions', 'local', 'package.json']) {
        if (!existsSync(join(treeRoot, part))) continue
        cpSync(join(treeRoot, part), join(root, part), { recursive: true, filter: path => !path.endsWith('.test.ts') })
      }
      for (const fault of faults) plant(fault, root)
      return root
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Throws if the code does not have the text exactly once. */
export function plant(fault: PlantedFault, root: string): void {
  const path = join(root, fault.file)
  writeFileSync(path, withFault(readFileSync(path, 'utf8'), fault))
}

/** The text of the fault's file with the fault. Throws if the file does not have the fault's text exactly once. */
export function withFault(text: string, { file, find, replace }: Omit<PlantedFault, 'name'>): string {
  const [before, after, ...more] = text.split(find)
  if (before === undefined || after === undefined || more.length > 0) {
    const often = after === undefined ? 'no longer' : 'more than once'
    throw new Error(`${file} has the text of this fault ${often}; the fault must follow the code:\n${find}`)
  }
  return before + replace + after
}
