import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dissolveTeam, formTeam } from '../../../domain/teams/actions.ts'
import { readSkills, readTeam } from '../../../domain/teams/read.ts'
import { OnceHeader } from '../../client/acts.ts'
import {
  DissolveBody,
  DissolvedShape,
  FormBody,
  FormedShape,
  SkillsShape,
  TeamBody,
  TeamShape,
} from '../../client/teams.ts'
import { DistrictCode, Key } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const ofTeam = inDistrict.extend({ team: Key.describe('Its id or code') })

const tags = ['acts']

/** Stationed and emergency teams: of real life alone, since an exercise sends nobody from their branch. */
export const teamRoutes =
  ({ db, clock, onWork }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/districts/:district/skills',
      {
        schema: {
          summary: 'The skills of the people of a district, with how many have each',
          tags,
          params: inDistrict,
          response: { 200: SkillsShape, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readSkills(tx, viewerOf(request), clock.now(), request.params.district)),
    )
    app.post(
      '/districts/:district/teams/plan',
      {
        schema: {
          summary: 'Picks a team, and tells nobody',
          description:
            'The team with the shortest ways that has a leader and the skills, and one at most from each small branch. ' +
            'Of those who live near enough, and are in no other team and answer for no place at that time. What is ' +
            'short, where there is no such team, is told by a code that begins with TEAM.',
          tags,
          params: inDistrict,
          body: TeamBody,
          response: { 200: TeamShape, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readTeam(tx, viewerOf(request), clock.now(), request.body, request.params.district)),
    )
    app.post(
      '/districts/:district/teams',
      {
        schema: {
          summary: 'Forms a team of people who are named',
          description:
            'A unit whose members they are for that time, sent by their branches, and for which its leader answers. They ' +
            'need not be those of a plan; nobody may be in two teams at once.',
          tags,
          params: inDistrict,
          headers: OnceHeader,
          body: FormBody,
          response: { 200: FormedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district } = request.params
        const key = request.headers['idempotency-key']
        const formed = await formTeam(db, clock.now(), viewerOf(request), district, request.body, key)
        onWork()
        return formed
      },
    )
    app.post(
      '/districts/:district/teams/:team/dissolve',
      {
        schema: {
          summary: 'Dissolves a team: its people are their branches’ alone again',
          description: 'Its leader leads it no more, and what it answered for as a unit is open. What was stays.',
          tags,
          params: ofTeam,
          headers: OnceHeader,
          body: DissolveBody,
          response: { 200: DissolvedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, team: unit } = request.params
        const { reason } = request.body
        const key = request.headers['idempotency-key']
        const done = await dissolveTeam(db, clock.now(), viewerOf(request), district, { unit, reason }, key)
        onWork()
        return done
      },
    )
  }
