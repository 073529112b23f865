#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { runCli } from './run.ts'

process.exitCode = await runCli(process.argv.slice(2))
