package ninjs

// Person is a person the item is about, mentions, or was made by.
type Person struct {
	Name        string        `json:"name,omitempty"`
	Rel         string        `json:"rel,omitempty"`
	URI         URI           `json:"uri,omitempty"`
	Literal     string        `json:"literal,omitempty"`
	ContactInfo []ContactInfo `json:"contactInfo,omitempty"`
}

// Organisation is an organisation with its ticker symbols.
type Organisation struct {
	Name        string        `json:"name,omitempty"`
	Rel         string        `json:"rel,omitempty"`
	URI         URI           `json:"uri,omitempty"`
	Literal     string        `json:"literal,omitempty"`
	Symbols     []Symbol      `json:"symbols,omitempty"`
	ContactInfo []ContactInfo `json:"contactInfo,omitempty"`
}

// Symbol is a financial instrument's ticker at an exchange.
type Symbol struct {
	Exchange   string `json:"exchange,omitempty"`
	SymbolType URI    `json:"symbolType,omitempty"`
	Symbol     string `json:"symbol,omitempty"`
}

// Place is a place the item is about or mentions.
type Place struct {
	Name        string        `json:"name,omitempty"`
	Rel         string        `json:"rel,omitempty"`
	URI         URI           `json:"uri,omitempty"`
	Literal     string        `json:"literal,omitempty"`
	ContactInfo []ContactInfo `json:"contactInfo,omitempty"`
	GeoJSON     GeoJSON       `json:"geoJSON,omitempty"`
}

// Subject is a topic or a keyword. Relevance and Confidence run from 0 to 100;
// nil means not said.
type Subject struct {
	Name       string `json:"name,omitempty"`
	Rel        string `json:"rel,omitempty"`
	URI        URI    `json:"uri,omitempty"`
	Literal    string `json:"literal,omitempty"`
	Creator    string `json:"creator,omitempty"`
	Relevance  *int   `json:"relevance,omitempty"`
	Confidence *int   `json:"confidence,omitempty"`
}

// Event is an event the item is about.
type Event struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Rel     string `json:"rel,omitempty"`
	URI     URI    `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// Object is something material, people excluded.
type Object struct {
	Name    string `json:"name,omitempty"`
	Rel     string `json:"rel,omitempty"`
	URI     URI    `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// InfoSource is a party that supplied or shaped the content.
type InfoSource struct {
	Name        string        `json:"name,omitempty"`
	Role        string        `json:"role,omitempty"`
	URI         URI           `json:"uri,omitempty"`
	Literal     string        `json:"literal,omitempty"`
	ContactInfo []ContactInfo `json:"contactInfo,omitempty"`
}

// Genre is the journalistic nature of the item. The schema takes any string as
// its uri.
type Genre struct {
	Name    string `json:"name,omitempty"`
	URI     string `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// AltID is another identifier of the item and what it is for.
type AltID struct {
	Role  string `json:"role,omitempty"`
	Value string `json:"value,omitempty"`
}

// TrustIndicator links a document about trust. Role is a complete URI.
type TrustIndicator struct {
	Role  URI    `json:"role,omitempty"`
	Title string `json:"title,omitempty"`
	Href  URI    `json:"href,omitempty"`
}

// Standard names the standard that the object follows.
type Standard struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
	Schema  URI    `json:"schema,omitempty"`
}

// DigitalSourceType says how the content came to be (IPTC's digitalsourcetype).
type DigitalSourceType struct {
	Name    string `json:"name,omitempty"`
	URI     URI    `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// RightsInfo holds exactly one of LinkedRights and EncodedRights.
type RightsInfo struct {
	LangID        URI    `json:"langId,omitempty"`
	LinkedRights  URI    `json:"linkedRights,omitempty"`
	EncodedRights string `json:"encodedRights,omitempty"`
}

// ContactInfo holds exactly one of Value and Address.
type ContactInfo struct {
	Type    string   `json:"type,omitempty"`
	Role    string   `json:"role,omitempty"`
	Lang    string   `json:"lang,omitempty"`
	Name    string   `json:"name,omitempty"`
	Value   string   `json:"value,omitempty"`
	Address *Address `json:"address,omitempty"`
}

// Address is a postal address; the order of Lines counts.
type Address struct {
	Lines      []string `json:"lines,omitempty"`
	Locality   string   `json:"locality,omitempty"`
	Area       string   `json:"area,omitempty"`
	PostalCode string   `json:"postalCode,omitempty"`
	Country    string   `json:"country,omitempty"`
}

// Rendition is one technical form of the content. Width and Height are pixels,
// SizeInBytes bytes, Duration seconds. The schema requires Name.
type Rendition struct {
	Name              string   `json:"name"`
	Href              URI      `json:"href,omitempty"`
	ContentType       string   `json:"contentType,omitempty"`
	Title             string   `json:"title,omitempty"`
	Width             int      `json:"width,omitempty"`
	Height            int      `json:"height,omitempty"`
	SizeInBytes       int64    `json:"sizeInBytes,omitempty"`
	Duration          float64  `json:"duration,omitempty"`
	Format            string   `json:"format,omitempty"`
	AspectRatio       string   `json:"aspectRatio,omitempty"`
	VideoCodec        string   `json:"videoCodec,omitempty"`
	FrameRate         float64  `json:"frameRate,omitempty"`
	POI               *POI     `json:"poi,omitempty"`
	TransportProtocol string   `json:"transportProtocol,omitempty"`
	ScanType          ScanType `json:"scanType,omitempty"`
	Bitrate           string   `json:"bitrate,omitempty"`
}

// POI is the point of interest in pixels from the top left.
type POI struct {
	X int `json:"x"`
	Y int `json:"y"`
}
