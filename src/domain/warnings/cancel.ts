import type { Warning } from './model.ts'

/**
 * The Cancel of a warning that is ended by hand: a message among messages, so that what stands still follows from them
 * alone. An Update that the sender wrote before it and that arrives after it is late, as after the sender's own Cancel;
 * one written later stands. It is later than what it cancels even where the sender's clock is ahead of ours.
 */
export function cancelOf(
  warning: Warning,
  by: { sender: string; identifier: string; reason: string },
  now: Date,
): Warning {
  const { sender, identifier, sent } = warning
  return {
    version: '1.2',
    sender: by.sender,
    identifier: by.identifier,
    sent: new Date(Math.max(now.getTime(), sent.getTime() + 1)),
    status: warning.status,
    msgType: 'Cancel',
    scope: warning.scope,
    references: [{ sender, identifier, sent }],
    incidents: warning.incidents,
    infos: [],
    areas: [],
    events: [],
    categories: [],
    urgency: null,
    severity: null,
    certainty: null,
    effective: null,
    onset: null,
    expires: null,
    clear: false,
    // In which language the reason was typed is not known (ISO 639-2 §4.5, und).
    headlines: { und: by.reason },
    area: null,
    geocodes: [],
    areaDescs: [],
    signed: false,
    notes: [],
  }
}
