/** A playbook in force over a district: one open campaign for each playbook and lane. */
export interface Campaign {
  district: string
  id: string
  lane: string
  playbook: string
  version: number
  level: string
  starts: Date
  ends: Date | null
}
