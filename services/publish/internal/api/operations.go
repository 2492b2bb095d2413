package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

const tag = "articles"

// Operations describes the routes of this package.
func Operations(s *openapi.Schemas) []openapi.Operation {
	return []openapi.Operation{list(s), article(s), versions(s), version(s), stories(s), story(s), trending(s), searching(s), indexOperation()}
}

func list(s *openapi.Schemas) openapi.Operation {
	o := openapi.Operation{Name: "articles", Method: http.MethodGet, Path: "/v1/articles", Tag: tag, Summary: "Articles as they stand now, newest first",
		Text:       "Filters of one name are alternatives, of different names they all have to hold; several values are parted by commas. The answer names the next page, in `Link` too.\n\nWith `uri` and `provider` it is the one article of that uri, as `GET /v1/articles/{id}` answers.",
		Parameters: slices.Concat(listFilters(), listPlace(), listOfArticles()),
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "A page of the list, or with uri the article.", Media: listMedia(s), Headers: articleHeaders(map[string]string{"Link": "The next page (rel=next).",
			"Content-Location": "With uri: the address of the article."})}, notModified()},
		Problems: append(readProblems(), openapi.Problem{Status: 400, Kind: kindInvalid, Title: "Not a list"}, openapi.Problem{Status: 503, Kind: "filling", Title: "The lists are being filled"})}
	return o
}

func listFilters() []openapi.Parameter {
	words := openapi.List(openapi.Schema{"type": "string"})
	return []openapi.Parameter{
		openapi.Query("signal", "What the last version was: new, update or correction.", words),
		openapi.Query("urgency", "The most urgent the article ever had, 1 to 9.", openapi.List(openapi.Integer(1, 9))),
		openapi.Query("language", "Primary subtag of BCP 47, und for unknown.", words),
		openapi.Query("topic", "Slug of the IPTC Media Topic of the first level, none for unknown.", words),
		openapi.Query("provider", "Ids of providers.", words),
		openapi.Query("name", "A name that the article names, as it writes it, case and accents aside.", words),
		openapi.Query("place", "A place that the article names.", words),
		openapi.Query("story", "Ids of stories.", words),
		openapi.Query("machine-use", "What the provider does not forbid machines.", openapi.Schema{"type": "string", "enum": machineuse.Purposes()}),
	}
}

func listPlace() []openapi.Parameter {
	return []openapi.Parameter{
		openapi.Query("since", "Published then or later, RFC 3339.", openapi.Moment()),
		openapi.Query("until", "Published then or before, RFC 3339.", openapi.Moment()),
		openapi.Query("limit", "Articles of a page, 20 if not said.", openapi.Integer(1, maxLimit)),
		openapi.Query("cursor", "Where the page begins: what next of the page before says.", nil),
	}
}

// listOfArticles are the parameters that the list of stories has not.
func listOfArticles() []openapi.Parameter {
	return []openapi.Parameter{
		openapi.Query("once", "story: of each story only its latest article that matches. text: of articles that repeat one text only the latest one.", openapi.Schema{"type": "string", "enum": []string{onceStory, onceText}}),
		openapi.Query("uri", "The provider's own id of one article; with provider.", nil),
		openapi.Query("format", "A format by its name, instead of Accept: of lists "+names(output.ListFormats())+".", nil),
	}
}

func names(formats []output.Format) (out string) {
	for i, f := range formats {
		if i > 0 {
			out += ", "
		}
		out += f.Name
	}
	return out
}

func listMedia(s *openapi.Schemas) []openapi.Media {
	page := openapi.Schema{"oneOf": []openapi.Schema{openapi.Of[feed.Page](s), openapi.Of[ninjs.Item](s)}}
	out := []openapi.Media{{Type: "application/json", Schema: page}}
	for _, f := range output.ListFormats()[1:] {
		out = append(out, openapi.Media{Type: f.Media, Schema: xmlOrObject(f.Media)})
	}
	return append(out, articleMedia(s)[1:]...)
}

func xmlOrObject(media string) openapi.Schema {
	if media == "application/feed+json" {
		return openapi.Schema{"type": "object", "required": []string{"version", "title", "items"}, "properties": openapi.Schema{
			"version": openapi.Schema{"type": "string"}, "title": openapi.Schema{"type": "string"}, "items": openapi.Schema{"type": "array"}}}
	}
	return openapi.Schema{"type": "string"}
}

// articleMedia are the formats of one article. What shares a media type is told apart by
// its parameter version.
func articleMedia(s *openapi.Schemas) []openapi.Media {
	var out []openapi.Media
	for _, f := range output.Formats() {
		switch {
		case f.Name == "ninjs":
			out = append(out, openapi.Media{Type: f.Media, Schema: openapi.Of[ninjs.Item](s)})
		case f.Version != "":
			out = append(out, openapi.Media{Type: f.ContentType(), Schema: openapi.Schema{"type": "object"}})
		default:
			out = append(out, openapi.Media{Type: f.Media, Schema: openapi.Schema{"type": "string"}})
		}
	}
	return out
}

func articleHeaders(more map[string]string) map[string]string {
	more["ETag"] = "Names this version in this format."
	more["Last-Modified"] = "When it was published."
	for _, h := range contract.Headers() {
		if h.OnNews() && strings.HasPrefix(h.Name, "Wireroom-") {
			more[h.Name] = h.Text
		}
	}
	more["Wireroom-Subject"], more["Wireroom-Sequence"] = "The subject on NEWS.", "The sequence on NEWS."
	return more
}

func notModified() openapi.Answer {
	return openapi.Answer{Status: http.StatusNotModified, Text: "The reader has this version already (If-None-Match)."}
}

func readProblems() []openapi.Problem {
	return []openapi.Problem{
		{Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"},
		{Status: 403, Kind: kindNotEntitled, Title: "Not yours to read"},
		{Status: 404, Kind: kindNoArticle, Title: "No such article"},
		{Status: 406, Kind: kindNotAcceptable, Title: "No such format"},
		{Status: 410, Kind: kindTakenDown, Title: "Taken down"},
		{Status: 500, Kind: kindInternal, Title: "Not written"},
		{Status: 503, Kind: kindUnavailable, Title: "The stream does not answer"},
	}
}

func articleID() openapi.Parameter {
	return openapi.Path("id", "The article's id: 16 characters of a-z and 2-7, as in subjects and in Wireroom-Article.")
}

func oneArticle(s *openapi.Schemas, o openapi.Operation) openapi.Operation {
	o.Parameters = append(o.Parameters,
		openapi.Query("format", "A format by its name, instead of Accept: "+names(output.Formats())+".", nil),
		openapi.Header("If-None-Match", "The ETag of what the reader has."))
	o.Answers = []openapi.Answer{{Status: http.StatusOK, Text: "The article.", Media: articleMedia(s), Headers: articleHeaders(map[string]string{})}, notModified()}
	o.Problems = readProblems()
	return o
}

func article(s *openapi.Schemas) openapi.Operation {
	return oneArticle(s, openapi.Operation{Name: "article", Method: http.MethodGet, Path: "/v1/articles/{id}", Tag: tag, Summary: "The last word on an article",
		Text:       "In the format that `Accept` or `format` asks for, ninjs 3.1 if neither does. What concerns its handling is in the headers. 410 once it was taken down.",
		Parameters: []openapi.Parameter{articleID()}})
}

func version(s *openapi.Schemas) openapi.Operation {
	return oneArticle(s, openapi.Operation{Name: "version of an article", Method: http.MethodGet, Path: "/v1/articles/{id}/versions/{sequence}", Tag: tag, Summary: "One version of an article",
		Parameters: []openapi.Parameter{articleID(), openapi.Path("sequence", "The version's sequence on NEWS.")}})
}

func versions(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "versions of an article", Method: http.MethodGet, Path: "/v1/articles/{id}/versions", Tag: tag, Summary: "The versions of an article that NEWS holds, oldest first",
		Parameters: []openapi.Parameter{articleID(), openapi.Query("after", "The sequence after which the page begins.", openapi.Schema{"type": "integer", "minimum": 0})},
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "100 versions at most; next leads on.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Of[versionsText](s)}}}},
		Problems: []openapi.Problem{{Status: 400, Kind: kindInvalid, Title: "Not a sequence"}, {Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"}, {Status: 403, Kind: kindNotEntitled, Title: "Not yours to read"},
			{Status: 404, Kind: kindNoArticle, Title: "No such article"}, {Status: 410, Kind: kindTakenDown, Title: "Taken down"}, {Status: 503, Kind: kindUnavailable, Title: "The stream does not answer"}}}
}

func stories(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "stories", Method: http.MethodGet, Path: "/v1/stories", Tag: "stories", Summary: "Stories, the one that changed last first",
		Text:       "Each at the place of its latest article that matches the filters, which are those of `GET /v1/articles`.",
		Parameters: append(append(listFilters(), openapi.Query("articles", "How many articles a story has at least, 1 if not said.", openapi.Integer(1, maxStory))), listPlace()...),
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "A page of the list.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Of[storiesText](s)}}, Headers: map[string]string{"Link": "The next page (rel=next)."}}},
		Problems:   append(storyProblems(), openapi.Problem{Status: 400, Kind: kindInvalid, Title: "Not a list"})}
}

func story(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "story", Method: http.MethodGet, Path: "/v1/stories/{id}", Tag: "stories", Summary: "One story and its articles, in the order of time",
		Parameters: []openapi.Parameter{openapi.Path("id", "The story's id: the article id of its first article, as in Wireroom-Story.")},
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "The story.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Of[storyText](s)}}}},
		Problems:   append(storyProblems(), openapi.Problem{Status: 404, Kind: kindNoStory, Title: "No such story"})}
}

func trending(s *openapi.Schemas) openapi.Operation {
	both := openapi.Schema{"oneOf": []openapi.Schema{openapi.Of[feed.Page](s), openapi.Of[storiesText](s)}}
	media := []openapi.Media{{Type: "application/json", Schema: both}}
	for _, f := range output.ListFormats()[1:] {
		media = append(media, openapi.Media{Type: f.Media, Schema: xmlOrObject(f.Media)})
	}
	noPage := slices.DeleteFunc(append(listPlace(), listOfArticles()...), func(p openapi.Parameter) bool { return p.Name == "cursor" || p.Name == "uri" })
	return openapi.Operation{Name: "trending", Method: http.MethodGet, Path: "/v1/trending", Tag: "views", Summary: "What is viewed most now",
		Text:       "A view counts half after every half-life. The filters are those of `GET /v1/articles`; there is one page.",
		Parameters: slices.Concat([]openapi.Parameter{openapi.Query("by", "article, or story for the stories whose articles have the highest sums.", openapi.Schema{"type": "string", "enum": []string{"article", "story"}})}, listFilters(), noPage),
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "Articles, or by story stories, the highest score first.", Media: media}},
		Problems: append(storyProblems(), openapi.Problem{Status: 400, Kind: kindInvalid, Title: "Not a list"}, openapi.Problem{Status: 406, Kind: kindNotAcceptable, Title: "No such format"},
			openapi.Problem{Status: 500, Kind: kindInternal, Title: "Not written"})}
}

func searching(s *openapi.Schemas) openapi.Operation {
	media := []openapi.Media{{Type: "application/json", Schema: openapi.Of[feed.Page](s)}}
	for _, f := range output.ListFormats()[1:] {
		media = append(media, openapi.Media{Type: f.Media, Schema: xmlOrObject(f.Media)})
	}
	place := slices.DeleteFunc(append(listPlace(), listOfArticles()...), func(p openapi.Parameter) bool { return p.Name == "uri" })
	return openapi.Operation{Name: "search", Method: http.MethodGet, Path: "/v1/search", Tag: tag, Summary: "Articles by the words of their headline and text",
		Text: "Words, `\"words in a row\"` and `-word`. The filters are those of `GET /v1/articles`.",
		Parameters: slices.Concat([]openapi.Parameter{openapi.Query("q", "What to search for.", nil),
			openapi.Query("sort", "relevance, or time for the latest first.", openapi.Schema{"type": "string", "enum": []string{"relevance", "time"}})}, listFilters(), place),
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "A page of what was found.", Media: media, Headers: map[string]string{"Link": "The next page (rel=next)."}}},
		Problems: append(storyProblems(), openapi.Problem{Status: 400, Kind: kindInvalid, Title: "Not a question"}, openapi.Problem{Status: 404, Kind: kindNoRoute, Title: "No search"},
			openapi.Problem{Status: 406, Kind: kindNotAcceptable, Title: "No such format"}, openapi.Problem{Status: 500, Kind: kindInternal, Title: "Not written"})}
}

func storyProblems() []openapi.Problem {
	return []openapi.Problem{{Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"}, {Status: 503, Kind: "filling", Title: "The lists are being filled"},
		{Status: 503, Kind: kindUnavailable, Title: "The stream does not answer"}}
}

func indexOperation() openapi.Operation {
	return openapi.Operation{Name: "index", Method: http.MethodGet, Path: "/{$}", Tag: "description", Summary: "What is where", Public: true,
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "Methods and paths by name.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Schema{"type": "object", "additionalProperties": openapi.Schema{"type": "string"}}}}}}}
}
