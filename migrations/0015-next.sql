-- What a coordinator does next: the hazards that were told of last, among a hundred times as many patrols.
create index record_hazards on record (district, lane, received_at desc, id desc) where kind = 'hazard';
