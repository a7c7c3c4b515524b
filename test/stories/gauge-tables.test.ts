import { describe, expect, it } from 'vitest'
import { readLongGauges, readStations, readWideGauges } from '../../src/domain/warnings/read-gauges.ts'

describe('a table of levels', () => {
  const wide = { zone: '+07:00', time: 'Tanggal', level: /^(.+) \(air\)$/ }

  it('is read with a column a station, and says cell by cell what could not be', () => {
    const csv = [
      '\ufeffTanggal,A (air),A (cuaca),B (air)',
      '2025-03-01 00:00:00, 10.0 ,Terang,80',
      '2025-03-01 02:00:00,,Terang,-',
      '2025-03-01 01:00:00,12,Terang,82.5',
      '2025-03-01 02:00:00,14,Terang,84',
      '2025-03-01 02:00:00,15,Terang,84',
      '2025-02-30 00:00:00,1,Terang',
    ]
    const { readings, faults } = readWideGauges(csv.join('\r\n'), wide)
    expect(readings.map((r) => `${r.station} ${r.at.toISOString().slice(5, 13)} ${r.cm}`)).toEqual([
      'A 02-28T17 10',
      'B 02-28T17 80',
      'A 02-28T18 12',
      'B 02-28T18 82.5',
      'A 02-28T19 14',
      'B 02-28T19 84',
    ])
    expect(faults.map((f) => `${f.line} ${f.station}: ${f.reason}`)).toEqual([
      '3 A: no level',
      '3 B: "-" is not a level',
      '6 A: a second level for that time, 15 cm; 14 cm was kept',
      '6 B: a second level for that time, 84 cm; 84 cm was kept',
      '7 A: "2025-02-30 00:00:00" is not a time',
      '7 B: "2025-02-30 00:00:00" is not a time',
    ])
  })

  it('is read with a line a reading, put in order', () => {
    const csv = 'Station,Time,Level\nA,2025-03-01T01:00:00Z,12\nA,2025-03-01 07:00,10\n,2025-03-01 08:00,1\n'
    const { readings, faults } = readLongGauges(csv, '+07:00')
    expect(readings.map((r) => r.cm)).toEqual([10, 12])
    expect(faults.map((f) => f.reason)).toEqual(['out of order; it was put in its place', 'no station'])
  })

  it('of stations is read with thresholds by response level, lowest first', () => {
    const format = { name: 'Lokasi', lat: 'Latitude', lon: 'Longitude', levels: { 'Siaga 1': 'I', 'Siaga 3': 'III' } }
    const csv = 'Lokasi,Latitude,Longitude,Siaga 3,Siaga 1\nA,-6.6, 106.8,80,200\nB,-6.6,106.8,x,9\nC,99,0,1,2'
    const { stations, faults } = readStations(csv, format)
    const thresholds = [
      { level: 'III', cm: 80 },
      { level: 'I', cm: 200 },
    ]
    expect(stations).toEqual([{ name: 'A', position: [106.8, -6.6], thresholds }])
    expect(faults.map((f) => f.reason)).toEqual(['a threshold is missing or no number', 'no position on the globe'])
  })

  it('is refused by name when it is another', () => {
    expect(() => readWideGauges('Date,A (air)\n', wide)).toThrow('There is no column Tanggal; there are Date, A (air).')
    expect(() => readWideGauges('Tanggal,A\n', wide)).toThrow('There is no column')
    expect(() => readLongGauges('', '+07:00')).toThrow('there are none')
    expect(() => readLongGauges('station,time,level\n', 'WIB')).toThrow('"WIB" is not an offset')
    expect(() => readLongGauges('station,"time', '+07:00')).toThrow('It is not CSV')
  })
})
