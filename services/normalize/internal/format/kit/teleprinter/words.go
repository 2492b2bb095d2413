package teleprinter

// meaning is what one version word says.
type meaning uint8

const (
	unknown meaning = iota
	filler          // says nothing by itself
	lead            // counts leads
	newer           // a later version, without a number of its own
	correction
	kill
	hold
	add      // continues a story: the first add is the second take
	part     // counts takes
	parts    // says how many there are
	follows  // another take follows
	advance  // to be used later
	release  // held for release
	advisory // to editors
	substitute
	flash
	bulletin
	urgent
)

// meaningOf knows the version words of English, German, French, Spanish, Italian,
// Portuguese, Dutch and Scandinavian agencies, in small letters.
func meaningOf(word string) meaning {
	switch word {
	case "ld", "lds", "lead", "leads", "lede", "update", "writethru", "wrthru", "writethrough", "avance":
		return lead
	case "updated", "updates", "sub", "subs", "insert", "inserts", "refile", "refiled", "recasts", "recast", "rewrite", "adds",
		"zusammenfassung", "zf", "neufassung", "aktualisiert", "aktualisierung", "aktualisierte", "ergänzung", "ergänzt",
		"actualisation", "actualisé", "synthèse", "réactualisation", "actualise", "actualiza", "actualización", "actualizacion", "ampliación", "ampliacion", "amplía", "resumen",
		"aggiornamento", "riepilogo", "atualização", "uppdatering", "opdatering", "oppdatering", "samenvatting":
		return newer
	default:
		return grave(word)
	}
}

func grave(word string) meaning {
	switch word {
	case "correction", "corrections", "corrected", "correct", "corrects", "corrective", "correctives", "corr",
		"berichtigung", "berichtigt", "berichtigte", "korrektur", "korrigiert", "korrigierte", "richtigstellung",
		"rectificatif", "rectif", "rectifié", "correctif", "corrigé", "corrigée", "corrección", "correccion", "corrige", "corregido", "rectificación", //nolint:misspell // Spanish
		"rettifica", "errata", "correção", "correctie", "rectificatie", "rettelse", "rättelse", "korrigering":
		return correction
	case "kill", "kills", "elimination", "eliminate", "withdraw", "withdrawn", "withdrawal", "retraction",
		"annulation", "annulé", "annulée", "annule", "annuler", "supprimer", "anular", "anulado", "anulada", "anulación", "anulacion", "anula",
		"annullamento", "annullare", "anulação", "streichung", "gestrichen", "zurückgezogen", "rückzug", "zurückziehung", "widerruf", //nolint:misspell // German
		"nichtverwenden", "intrekking", "ingetrokken", "tilbagetrukket", "trukket", "återkallas", "återkallelse":
		return kill
	case "hold", "withhold", "zurückhalten", "suspendre", "retener":
		return hold
	default:
		return place(word)
	}
}

func place(word string) meaning {
	switch word {
	case "add", "ajout", "añade", "fortsetzung", "forts", "suite", "sigue", "continúa", "continua", "continued", "contd", "vervolg", "fortsat":
		return add
	case "take", "page", "part", "seite", "teil", "folge", "parte", "partie", "página", "pagina", "deel", "sida", "side":
		return part
	case "takes", "pages", "seiten", "teile":
		return parts
	case "more", "mehr", "folgt", "folgen", "mf", "mfl", "mtc", "moretocome", "suivra":
		return follows
	case "adv", "advance", "advances", "vorab":
		return advance
	case "hfr", "holdforrelease", "embargo", "embargoed", "sperrfrist", "embargado", "embargada":
		return release
	case "advisory", "advisories", "advy":
		return advisory
	case "substitute", "ersatz", "ersatzmeldung", "remplacement":
		return substitute
	default:
		return pressing(word)
	}
}

func pressing(word string) meaning {
	switch word {
	case "flash", "blitz", "blitzmeldung", "newsalert", "apnewsalert", "newsflash", "newsflashes":
		return flash
	case "bulletin", "bulletins", "eil", "eilmeldung", "eilt", "alert", "alerte", "alerta", "hast", "breaking", "breakingnews":
		return bulletin
	case "urgent", "urgente", "dringend", "vorrang", "priority":
		return urgent
	case "a", "the", "and", "und", "et", "y", "e", "new", "neu", "neue", "last", "letzter", "letzte", "final", "end", "ends", "fin", "ende",
		"repeat", "repeats", "rpt", "rptn", "repetition", "wiederholung", "wdh", "répétition", "repetición", "repeticion", "achtung", "attention", //nolint:misspell // Spanish
		"atención", "atencion", "of", "von", "de", "mandatory", "optional", "version", "zwingend", "editors", "eds", "redaktionen", "please", "bitte", "story":
		return filler
	default:
		return unknown
	}
}

// numberWord reads small numbers that agencies write out.
func numberWord(word string) (int, bool) {
	switch word {
	case "first", "one", "erste", "erster", "eins", "première", "premier", "un", "uno", "primera":
		return 1, true
	case "second", "two", "zweite", "zweiter", "zwei", "deux", "deuxième", "dos", "segunda", "due":
		return 2, true
	case "third", "three", "dritte", "dritter", "drei", "trois", "troisième", "tres", "tercera", "tre":
		return 3, true
	case "fourth", "four", "vierte", "vier", "quatre", "cuatro":
		return 4, true
	case "fifth", "five", "fünfte", "fünf", "cinq", "cinco":
		return 5, true
	default:
		return 0, false
	}
}
