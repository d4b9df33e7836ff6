package bench

import "strings"

// town is a place that generated organisations live in, drawn by population.
type town struct {
	name, region string
	lat, lon     float64
	population   float64 // thousands
}

func towns() []town {
	return []town{
		{"Roma", "lazio", 41.9028, 12.4964, 2750},
		{"Milano", "lombardia", 45.4642, 9.19, 1370},
		{"Napoli", "campania", 40.8518, 14.2681, 914},
		{"Torino", "piemonte", 45.0703, 7.6869, 848},
		{"Palermo", "sicilia", 38.1157, 13.3615, 630},
		{"Genova", "liguria", 44.4056, 8.9463, 560},
		{"Bologna", "emilia_romagna", 44.4949, 11.3426, 388},
		{"Firenze", "toscana", 43.7696, 11.2558, 361},
		{"Bari", "puglia", 41.1171, 16.8719, 316},
		{"Catania", "sicilia", 37.5079, 15.083, 300},
		{"Verona", "veneto", 45.4384, 10.9916, 256},
		{"Venezia", "veneto", 45.4408, 12.3155, 251},
		{"Padova", "veneto", 45.4064, 11.8768, 207},
		{"Trieste", "friuli_venezia_giulia", 45.6495, 13.7768, 200},
		{"Brescia", "lombardia", 45.5416, 10.2118, 196},
		{"Prato", "toscana", 43.8777, 11.1022, 195},
		{"Taranto", "puglia", 40.4644, 17.247, 188},
		{"Modena", "emilia_romagna", 44.6471, 10.9252, 184},
		{"Reggio Calabria", "calabria", 38.1105, 15.6613, 170},
		{"Perugia", "umbria", 43.1107, 12.3908, 162},
		{"Livorno", "toscana", 43.5485, 10.3106, 153},
		{"Cagliari", "sardegna", 39.2238, 9.1217, 149},
		{"Foggia", "puglia", 41.4622, 15.5446, 145},
		{"Salerno", "campania", 40.6824, 14.7681, 127},
		{"Sassari", "sardegna", 40.7259, 8.5557, 121},
		{"Pescara", "abruzzo", 42.4618, 14.2161, 118},
		{"Bergamo", "lombardia", 45.6983, 9.6773, 119},
		{"Trento", "trentino_alto_adige", 46.0748, 11.1217, 118},
		{"Terni", "umbria", 42.5636, 12.6427, 107},
		{"Bolzano", "trentino_alto_adige", 46.4983, 11.3548, 106},
		{"Ancona", "marche", 43.6158, 13.5189, 99},
		{"Udine", "friuli_venezia_giulia", 46.0711, 13.2346, 98},
		{"Lecce", "puglia", 40.3515, 18.175, 95},
		{"Catanzaro", "calabria", 38.9098, 16.5877, 86},
		{"L'Aquila", "abruzzo", 42.3498, 13.3995, 70},
		{"Potenza", "basilicata", 40.6404, 15.8056, 65},
		{"Matera", "basilicata", 40.6664, 16.6043, 60},
		{"Campobasso", "molise", 41.5603, 14.6627, 47},
		{"Aosta", "valle_d_aosta", 45.7375, 7.3201, 33},
		{"Siena", "toscana", 43.3188, 11.3308, 53},
		{"Nuoro", "sardegna", 40.3211, 9.3306, 34},
		{"Belluno", "veneto", 46.1424, 12.2167, 35},
	}
}

func firstNames() []string {
	return strings.Fields("Officina Rete Casa Laboratorio Cantiere Sportello Circolo Spazio Collettivo Lega Unione Comitato Coordinamento Fabbrica Bottega Alleanza Movimento Centro Consorzio")
}

func secondNames() []string {
	return strings.Fields("Solidale Popolare Mutualista Comune Aperta Indipendente Metropolitana Sociale Cooperante Condivisa Plurale Autonoma Intermittente Territoriale Creativa Diffusa")
}

func lastNames() []string {
	return []string{"del Lavoro", "dei Diritti", "delle Arti", "del Quartiere", "della Terra", "dei Saperi", "delle Mani", "del Porto", "della Cura", "del Tempo", "della Strada", "dei Mestieri", "delle Idee", "del Ponte", "della Collina", "delle Reti", "dei Colori", "della Luna"}
}

// commonWords are drawn by rank, as words are in real texts: the first ones
// often, the last ones seldom.
func commonWords() []string {
	return strings.Fields(`di e il la che in per un una con del della dei delle le i gli al alla nel nella da si non sono come anche lavoro
		persone attività diritti progetto territorio comunità associazione servizi sostegno formazione sociale solidarietà rete spazio
		incontri gruppo volontari cooperativa percorsi consulenza condizioni tutela reddito contratto mutualismo cura città quartiere
		pratiche esperienze partecipazione autonomia donne giovani piattaforme ascolto orientamento laboratori cultura assemblea
		autogestione risorse beni comuni welfare salute casa sportello legale fiscale previdenza freelance artisti spettacolo
		accoglienza integrazione lingua scuola doposcuola mensa cibo agricoltura filiera produzione consumo mercato ambiente
		sostenibilità mobilità bicicletta rider consegne algoritmo digitale innovazione coworking artigianato riuso riparazione
		biblioteca teatro musica cinema radio editoria ricerca università inchiesta osservatorio campagna vertenza sindacato
		negoziazione accordo protocollo salario compenso maternità malattia infortunio pensione risparmio credito cassa fondo mutua
		assicurazione garanzia anticipo prestito dono tempo scambio vicinato affitto abitare recupero fabbrica rigenerazione periferia
		montagna costa porto pesca turismo stagionale ristorazione logistica magazzino edilizia cantiere sicurezza prevenzione
		tirocinio apprendistato competenze bilancio colloquio impresa statuto soci quota tessera federazione coordinamento europeo
		nazionale regionale comunale bando donazione trasparenza monitoraggio valutazione badanti braccianti interprete mediazione
		inclusione povertà ambulatorio palestra sport calcio orto apicoltura vino olio grano mulino forno sartoria ceramica falegnameria
		stamperia serigrafia fotografia traduzione redazione giornalismo crittografia`)
}
