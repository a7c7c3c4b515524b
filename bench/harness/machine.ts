import { arch, cpus, loadavg, totalmem } from 'node:os'

/** What the figures were measured on. */
export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  node: string
  platform: string
  /** Processes waiting for a core while it ran, averaged over a minute: above the cores, others were in the way. */
  load: number
}

export function thisMachine(): Machine {
  const [first] = cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${arch()}`,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}
