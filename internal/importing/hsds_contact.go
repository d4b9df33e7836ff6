package importing

import "slices"

// contactsOf are the contacts that are not people: an office, a desk. A person's
// address is theirs to give.
func contactsOf(o object) []object {
	return slices.DeleteFunc(objects(o["contacts"]), func(contact object) bool { return cellOf(contact["name"]) != "" })
}

// numberOf is the first number of something that has phones.
func numberOf(o object) any {
	for _, phone := range objects(o["phones"]) {
		if number := cellOf(phone["number"]); number != "" && cellOf(phone["type"]) != "fax" {
			return number
		}
	}
	return nil
}

// addressIn is the first address of a list of the standard's URLs.
func addressIn(urls any) any {
	for _, u := range objects(urls) {
		if address := cellOf(u["url"]); address != "" {
			return address
		}
	}
	return nil
}

// locationsOf are the places of an organisation and those of its services that can
// be visited.
func locationsOf(o object) []object {
	all := objects(o["locations"])
	for _, service := range objects(o["services"]) {
		for _, at := range objects(service["service_at_locations"]) {
			if location, ok := at["location"].(object); ok {
				all = append(all, location)
			}
		}
	}
	return slices.DeleteFunc(all, func(location object) bool { return cellOf(location["location_type"]) == "virtual" })
}

// hsdsPlace is the first place that can be found, as cells.
func hsdsPlace(o object) object {
	for _, location := range locationsOf(o) {
		addresses := objects(either(location["addresses"], location["physical_addresses"]))
		physical := slices.IndexFunc(addresses, func(a object) bool { return cellOf(a["address_type"]) != "postal" })
		address := object{}
		if len(addresses) > 0 {
			address = addresses[max(0, physical)]
		}
		street := cellOf(address["address_1"])
		if more := cellOf(address["address_2"]); more != "" && street != "" {
			street += ", " + more
		}
		place := object{
			"municipality": address["city"], "region": either(address["state_province"], address["region"]), "country": address["country"],
			"address": street, "latitude": location["latitude"], "longitude": location["longitude"],
		}
		if cellOf(place["municipality"]) != "" || cellOf(place["latitude"]) != "" {
			return place
		}
	}
	return nil
}
