package main

import (
	"math"
	"strings"
)

// chance says yes with probability p.
func (w *writer) chance(p float64) bool { return w.random.Float64() < p }

// invented splices two names to one that no list has.
func (w *writer) invented(kind string) string {
	a, b := []rune(w.of(kind)), []rune(w.of(kind))
	cut, rest := min(len(a), 2+w.random.IntN(3)), max(0, len(b)-3-w.random.IntN(2))
	name := string(a[:cut]) + strings.ToLower(string(b[rest:]))
	return strings.ReplaceAll(name, " ", "")
}

func (w *writer) last() string {
	switch {
	case w.chance(0.45):
		return w.invented("last")
	case w.chance(0.1):
		return w.one("Van De Di El Al- O' Mc Mac Le Von")[:2] + w.of("last")
	case w.chance(0.12):
		return w.of("last") + "-" + w.of("last")
	case w.chance(0.15):
		return w.of("town") // families are called like towns
	}
	return w.of("last")
}

func (w *writer) person() string {
	first := w.of("first")
	switch {
	case w.chance(0.2):
		first = w.invented("first")
	case w.chance(0.05):
		first += "-" + w.of("first")
	case w.chance(0.08):
		first = string(rune('A'+w.random.IntN(26))) + "."
	}
	switch {
	case w.chance(0.06):
		return first + " " + string(rune('A'+w.random.IntN(26))) + ". " + w.last()
	case w.chance(0.05):
		return first + " " + w.one("van de von al bin di da") + " " + w.last()
	case w.chance(0.04):
		return first + " " + w.of("first") + " " + w.last()
	case w.chance(0.03):
		return w.last() + " " + w.one("Jr. III II")
	}
	return first + " " + w.last()
}

// country prefers the countries that are in the news.
func (w *writer) country() string {
	if w.chance(0.3) {
		return w.one("U.S. Britain France Germany Russia China Japan Italy Spain Israel India England Australia Iraq Iran Canada Netherlands Ukraine Pakistan Brazil")
	}
	return w.of("country")
}

func (w *writer) city() string {
	if w.chance(0.15) {
		return w.invented("city")
	}
	if w.chance(0.5) { // a large one
		list := w.lists["large"]
		return list[int(math.Floor(float64(len(list))*w.random.Float64()*w.random.Float64()))]
	}
	return w.of("city")
}

func (w *writer) venue() string {
	return w.one("Lord's Edgbaston Headingley Wembley Eden Trent Ellis Highbury Anfield Estadio Melbourne Oval") + w.one2(" Park| Stadium| Road| Ground| Bridge| Arena")
}

func (w *writer) one2(choices string) string {
	list := strings.Split(choices, "|")
	return list[w.random.IntN(len(list))]
}

func (w *writer) company() string {
	base := w.of("last")
	switch {
	case w.chance(0.2):
		return w.of("org")
	case w.chance(0.25):
		base = w.invented("last")
	case w.chance(0.18):
		base = w.acronym()
	case w.chance(0.22):
		base = w.city()
	case w.chance(0.15):
		base = w.of("demonym")
	case w.chance(0.14):
		base = w.last() + w.one2(" and | & |-") + w.last()
	}
	middle := w.one2("||| Steel| Oil| Industries| Bank| Energy| Airlines| Motors| Electric| Financial| Resources| Petroleum| Foods| Systems| Insurance| Mining| Securities| Group| Pharmaceuticals| Communications| Holdings| National Bank| Brothers| Savings")
	end := w.one2("||| Corp| Inc| Inc.| Ltd| Co| Plc| AG| SA| Group| Corp.| Co.| NV| SpA| Ltd.")
	return base + middle + end
}

func (w *writer) organisation() string {
	switch {
	case w.chance(0.55):
		return w.of("org")
	case w.chance(0.25):
		return w.acronym()
	case w.chance(0.3):
		return w.of("demonym") + w.one2(" Football Association| Red Cross| Peace Movement| Liberation Army| Workers Union| Central Bank| Olympic Committee| Cricket Board| National Congress| Democratic Party| Human Rights Commission")
	}
	return w.one2("National|Central|World|International|European|Democratic|United|Popular|Islamic|Social|Federal|General|Royal|American|New") +
		w.one2("| Liberation| People 's| Workers| Health| Trade| Election| Bank| Football| Statistics| Nuclear| Food| Energy| Labour| Army") +
		w.one2(" Front| Party| Council| Commission| Union| Agency| Association| Committee| Organisation| Institute| Federation| Movement| Bureau| Authority| Office| Board| Alliance| Congress| Court| Service")
}

func (w *writer) university() string {
	return w.one2("University of " + w.of("large") + "|" + w.of("large") + " University|" + w.of("last") + " College|" + w.of("large") + " Institute of Technology|" + w.of("last") + " University|" + w.of("large") + " Medical School")
}

func (w *writer) acronym() string {
	n := 2 + w.random.IntN(4)
	s := ""
	for range n {
		s += string(rune('A' + w.random.IntN(26)))
	}
	return s
}

func (w *writer) team() string {
	switch {
	case w.chance(0.5):
		return w.of("team")
	case w.chance(0.4):
		return w.city()
	case w.chance(0.3):
		return w.invented("city")
	case w.chance(0.2):
		return w.acronym()
	}
	return w.one2("FC |Dynamo |Sporting |Racing |Real |Spartak |Hapoel |CSKA |Lokomotiv ||||") + w.city() + w.one2("| United| City| Town| Rovers| FC| Athletic| Wanderers| Tigers| Bears| Kings| Stars| Raiders| SK| IK")
}

func (w *writer) event() string {
	return w.one2("World Cup|European Cup|U.S. Open|Davis Cup|Olympic Games|Olympics|Wimbledon|Champions League|UEFA Cup|Cup Winners ' Cup|Premier League|Ryder Cup|Tour de France|Asian Games|Grand Prix|FA Cup|Super Bowl|World Series|Booker Prize|Nobel Prize|Ashes|Commonwealth Games|" +
		w.of("large") + " Open|" + w.of("large") + " Marathon|" + w.of("large") + " Grand Prix|" + w.of("demonym") + " Open|" + w.of("demonym") + " Grand Prix|" + w.of("demonym") + " Cup")
}

func (w *writer) title() string {
	return w.one2("The |A |") + w.one2("Last|Great|Lost|Dark|Long|Secret|Red|Silent|First|Broken") + " " + w.one2("Garden|King|Road|Night|River|House|Summer|Empire|Song|Letter")
}
