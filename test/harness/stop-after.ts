import { expect } from 'vitest'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import type { Scene } from './scene.ts'

class Stopped extends Error {}

/** Runs the engine until a step has run so often, and no further: what a process does that is killed then. */
export async function stopAfter(scene: Scene, step: string, times = 1): Promise<void> {
  let left = times
  const onStep = (name: string) => {
    if (name === step && --left === 0) throw new Stopped()
  }
  await expect(runDue(scene.db, ACTUAL, scene.now(), { ...scene.gear, onStep })).rejects.toBeInstanceOf(Stopped)
}
