-- An earlier build wrote the name of the separator into the keys of imported
-- rows that a merge had moved, so that parting the two did not find the rows.
update merge set record = replace(record, '` + keySeparator + `', ' ‖ ')
where record like '%` + keySeparator + `%';
