package hostile

const ninjsHead = `{"uri":"urn:x:1","type":"text","headlines":[{"value":"Storm"}]`

func ninjs(name, head, tail, piece string) Document {
	return Document{"ninjs: " + name, "application/json", ninjsHead + head, tail + "}", numbered(piece)}
}

func jsons() []Document {
	return []Document{
		{"ninjs: array", "application/json", "[" + ninjsHead + "}", "]", numbered(`,{"uri":"urn:x:#"}`)},
		{"ninjs: array of nothing", "application/json", "[{}", "]", same(",{}")},
		{"ninjs: array of numbers", "application/json", "[{}", "]", same(",0")},
		{"ninjs: lines", "application/x-ndjson", "", "", numbered("{\"uri\":\"urn:x:#\"}\n")},
		{"ninjs: empty lines", "application/x-ndjson", ninjsHead + "}\n" + ninjsHead + "}\n", "", same("\n")},
		{"ninjs: sequence", "application/json-seq", "", "", numbered("\x1e{\"uri\":\"urn:x:#\"}")},
		ninjs("subjects", `,"subjects":[{}`, "]", `,{"name":"a#"}`), ninjs("empty subjects", `,"subjects":[{}`, "]", `,{}`), ninjs("numbers", `,"subjects":[0`, "]", `,0`),
		ninjs("people", `,"people":[{}`, "]", `,{"name":"a#"}`), ninjs("headlines", `,"descriptions":[{}`, "]", `,{"value":"a#"}`), ninjs("bodies", `,"bodies":[{}`, "]", `,{"value":"a #"}`),
		ninjs("roles", `,"bodies":[{}`, "]", `,{"role":"r","value":"a #"}`), ninjs("associations", `,"associations":[{}`, "]", `,{"uri":"urn:#"}`), ninjs("renditions", `,"renditions":[{}`, "]", `,{"href":"http://a/#"}`),
		ninjs("alternative ids", `,"altIds":[{}`, "]", `,{"value":"a#"}`), ninjs("unknown fields", ``, "", `,"a#":0`), ninjs("unknown", `,"a":[0`, "]", `,0`), ninjs("unknown objects", `,"a":[0`, "]", `,{}`),
		ninjs("escapes", `,"headline":"`, `"`, `\u0041`), ninjs("body", `,"body_html":"`, `"`, `<b>a</b>`), ninjs("body comments", `,"body_html":"`, `"`, `<!---->`), ninjs("body lines", `,"body_text":"`, `"`, `a\n`),
		ninjs("body paragraphs", `,"body_text":"`, `"`, `a\n\n`), ninjs("backslashes", `,"body_text":"`, `"`, `\\`), ninjs("quotes", `,"a":["a"`, `]`, `,""`), ninjs("points", `,"places":[{"geoJSON":{"type":"Polygon","coordinates":[[[0,0]`, "]]}}]", `,[0,0]`),
		{"ritzau: articles", "application/json", `{"releases":[{}`, `]}`, numbered(`,{"id":#,"headline":"a"}`)},
		{"mapped: numbers", "application/json", `{"releases":[{"id":1,"headline":"a","x":[0`, `]}]}`, same(`,0`)},
		{"mapped: objects", "application/json", `{"releases":[{"id":1,"headline":"a","x":[0`, `]}]}`, same(`,{}`)},
		{"mapped: keys", "application/json", `{"releases":[{"id":1,"headline":"a"`, `}]}`, numbered(`,"a#":0`)},
	}
}
