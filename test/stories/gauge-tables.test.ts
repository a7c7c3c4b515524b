import { describe, expect, it } from 'vitest'
import { readLongGauges, readStations, readWideGauges } from '../../src/domain/warnings/read-gauges.ts'

describe('a table of levels', () => {
  const wide = { zone: '+07:00', time: 'Tanggal', level: /^(.+) \(air\)$/, unit: 'cm' as const }

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
    const { readings, faults } = readLongGauges(csv, '+07:00', 'cm')
    expect(readings.map((r) => r.cm)).toEqual([10, 12])
    expect(faults.map((f) => f.reason)).toEqual(['out of order; it was put in its place', 'no station'])
  })

  it('has outages that are written as numbers, and no level that no water has', () => {
    const cells = ['480', '490', '-999999', '-9999', '9999', '32767', '65535', '510', '800000', '-60000']
    const csv = `station,time,level (cm)\n${cells.map((level, i) => `A,2024-01-10T05:0${i}:00Z,${level}`).join('\n')}`
    const { readings, faults } = readLongGauges(csv, '+00:00')
    expect(readings.map((r) => r.cm)).toEqual([480, 490, 510])
    expect(faults.map((f) => f.reason)).toEqual([
      ...['-999999', '-9999', '9999', '32767', '65535'].map((level) => `an outage: ${level} stands for no level`),
      'no water stands at 800000 cm',
      'no water stands at -60000 cm',
    ])
  })

  it.each([
    ['level (m)', null, 1850],
    ['level_ft', null, 563.88],
    ['水位(米)', null, 1850],
    ['Stage, cm', null, 18.5],
    ['level', 'm' as const, 1850],
  ])('says in "%s", or is told, what its numbers are', (title, given, cm) => {
    const csv = `station,time,"${title}"\nA,2024-01-10T05:00:00Z,18.5`
    expect(readLongGauges(csv, '+00:00', given).readings[0]?.cm).toBe(cm)
  })

  it('asks for the unit where nothing tells it', () => {
    expect(() => readLongGauges('station,time,level\nA,2024-01-10T05:00:00Z,18.5', '+00:00')).toThrow(
      /unit of the column level/,
    )
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
    expect(() => readLongGauges('station,time,level\n', 'WIB', 'cm')).toThrow('"WIB" is not an offset')
    expect(() => readLongGauges('station,"time', '+07:00')).toThrow('It is not CSV')
  })
})
