package openapi

// Operation is one method of one path.
type Operation struct {
	// Name is a few words for lists, and, joined by hyphens, the operationId.
	Name         string
	Method, Path string // the path as http.ServeMux has it
	Tag          string // the group that it belongs to
	Summary      string
	Text         string // CommonMark
	Parameters   []Parameter
	Body         *Body
	Answers      []Answer
	Problems     []Problem
	// Public says that no key is needed.
	Public bool
}

// Parameter is one of the path, the query or a header.
type Parameter struct {
	Name, In, Text string
	Schema         Schema // a string if nil
}

// Path is a parameter of the path.
func Path(name, text string) Parameter { return Parameter{name, "path", text, nil} }

// Query is a parameter of the query.
func Query(name, text string, schema Schema) Parameter { return Parameter{name, "query", text, schema} }

// Header is a header of the request.
func Header(name, text string) Parameter { return Parameter{name, "header", text, nil} }

// Integer is the schema of a number from least to most.
func Integer(least, most int) Schema {
	return Schema{"type": "integer", "minimum": least, "maximum": most}
}

// Moment is the schema of a time of RFC 3339.
func Moment() Schema { return Schema{"type": "string", "format": "date-time"} }

// Media is a media type with the schema of what is in it.
type Media struct {
	Type   string
	Schema Schema // nil: bytes
}

// Body is what a request carries.
type Body struct {
	Text  string
	Media []Media
}

// Answer is an answer that is no problem.
type Answer struct {
	Status  int
	Text    string
	Media   []Media           // none: the answer has no body
	Headers map[string]string // what each means
}

// Problem is a kind of problem details (RFC 9457): Kind is the end of its type.
type Problem struct {
	Status      int
	Kind, Title string
}

// TypePrefix is how the types of problems begin.
const TypePrefix = "urn:wireroom:problem:"

// Methods are the methods of each path but /, for the answer to any other.
func Methods(list []Operation) map[string][]string {
	out := map[string][]string{}
	for _, o := range list {
		if o.Path != "/{$}" {
			out[o.Path] = append(out[o.Path], o.Method)
		}
	}
	return out
}
