import { MusterError } from '../../../base/errors.ts'
import type { ImportJob } from '../actions.ts'
import { MEMBERSHIP_KINDS, type MembershipKind } from '../model.ts'
import {
  readAbsencesIn,
  readAreasIn,
  readDutiesIn,
  readPeopleIn,
  readPlacesIn,
  readUnitsIn,
  type SourceFile,
} from '../read-as.ts'
import { readTable } from '../table.ts'
import type { Settings } from './model.ts'

/** The district kind where nobody says another. */
const DISTRICT_KIND = 'county'

/** What a file was read as: a job that lacks only what the register itself has to say. */
export type ReadDraft =
  | Extract<ImportJob, { what: 'areas' | 'units' | 'places' | 'absences' }>
  | Omit<Extract<ImportJob, { what: 'people' }>, 'soleRoles'>
  | Omit<Extract<ImportJob, { what: 'duties' }>, 'soleRoles'>

/**
 * Reads a file with the settings of its draft.
 * @throws MusterError as the readers do; IMPORT_OPTION_MISSING, BAD_INPUT
 */
export async function readDraft(file: SourceFile, { kind, mapping, options }: Settings): Promise<ReadDraft> {
  const source = file.name
  const { district, under, without } = options
  const ofDistrict = {
    ...(district === undefined ? {} : { district }),
    ...(options.answers ? { answers: options.answers } : {}),
  }
  switch (kind) {
    case 'areas': {
      const reading = await readAreasIn([file], { ...options, mapping })
      const districtKind = options.districtKind ?? DISTRICT_KIND
      const { kinds } = options
      return {
        what: 'areas',
        source,
        reading,
        districtKind,
        ...(under === undefined ? {} : { under }),
        ...(kinds ? { kinds } : {}),
      }
    }
    case 'units':
      return {
        what: 'units',
        source,
        reading: await readUnitsIn(file, { kind: options.kind, mapping }),
        ...ofDistrict,
      }
    case 'people': {
      const reading = await readPeopleIn(file, { kind: membershipKind(options.kind), mapping })
      return { what: 'people', source, reading, ...ofDistrict }
    }
    case 'places': {
      const { kind: placeKind, section: sectionM, areaPath } = options
      // A text that cannot be read yet says first of all that.
      if (placeKind === undefined && file.encoding === undefined) await readTable(file.bytes, file)
      if (placeKind === undefined) throw new MusterError('IMPORT_OPTION_MISSING', { kind, option: 'kind' })
      const reading = await readPlacesIn(file, { kind: placeKind, sectionM, areaPath, mapping })
      return { what: 'places', source, reading, ...(without ? { without } : {}) }
    }
    case 'duties': {
      const reading = await readDutiesIn(file, { zone: options.zone, mapping })
      return { what: 'duties', source, reading, ...ofDistrict }
    }
    case 'absences': {
      const reading = await readAbsencesIn(file, { zone: options.zone, mapping })
      return { what: 'absences', source, reading, ...ofDistrict }
    }
  }
}

function membershipKind(kind: string | undefined): MembershipKind | undefined {
  const known = MEMBERSHIP_KINDS.find((k) => k === kind)
  if (kind === undefined || known) return known
  throw new MusterError('BAD_INPUT', { what: `options.kind: "${kind}" is not one of ${MEMBERSHIP_KINDS.join(', ')}` })
}
