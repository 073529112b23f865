import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A fault to plant in a copy of the production code. */
export interface PlantedFault {
  readonly name: string
  /** From the root of the tree. */
  readonly file: string
  /** Exactly as it stands in the file, once. */
  readonly find: string
  readonly replace: string
}

/** The root of this tree. */
export const treeRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Copies of the production code: nothing is ever planted in the tree. `remove` takes them all away. */
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

/** Throws where the code no longer has the text, or has it twice. */
export function plant(fault: PlantedFault, root: string): void {
  const path = join(root, fault.file)
  writeFileSync(path, withFault(readFileSync(path, 'utf8'), fault))
}

/** The text of the fault's file with the fault in it. Throws where it no longer has the fault's own text, or has it twice. */
export function withFault(text: string, { file, find, replace }: Omit<PlantedFault, 'name'>): string {
  const [before, after, ...more] = text.split(find)
  if (before === undefined || after === undefined || more.length > 0) {
    const often = after === undefined ? 'no longer' : 'more than once'
    throw new Error(`${file} has the text of this fault ${often}; the fault must follow the code:\n${find}`)
  }
  return before + replace + after
}
