package ninjs

// Item is one ninjs 3.1 news object. The zero value is not valid: URI is
// required.
type Item struct {
	URI                URI                `json:"uri"`
	Type               Type               `json:"type,omitempty"`
	RepresentationType RepresentationType `json:"representationType,omitempty"`
	Profile            string             `json:"profile,omitempty"`
	Version            string             `json:"version,omitempty"`

	FirstCreated   Time `json:"firstCreated,omitzero"`
	VersionCreated Time `json:"versionCreated,omitzero"`
	ContentCreated Time `json:"contentCreated,omitzero"`
	EmbargoedUntil Time `json:"embargoedUntil,omitzero"`
	Expires        Time `json:"expires,omitzero"`

	PubStatus PubStatus `json:"pubStatus,omitempty"`
	Urgency   Urgency   `json:"urgency,omitempty"`
	Language  string    `json:"language,omitempty"`
	Title     string    `json:"title,omitempty"`
	By        string    `json:"by,omitempty"`
	Slugline  string    `json:"slugline,omitempty"`
	Located   string    `json:"located,omitempty"`
	EdNote    string    `json:"edNote,omitempty"`

	CopyrightHolder string      `json:"copyrightHolder,omitempty"`
	CopyrightNotice string      `json:"copyrightNotice,omitempty"`
	UsageTerms      string      `json:"usageTerms,omitempty"`
	RightsInfo      *RightsInfo `json:"rightsInfo,omitempty"`

	Headlines    []Text `json:"headlines,omitempty"`
	Descriptions []Text `json:"descriptions,omitempty"`
	Bodies       []Body `json:"bodies,omitempty"`

	People        []Person       `json:"people,omitempty"`
	Organisations []Organisation `json:"organisations,omitempty"`
	Places        []Place        `json:"places,omitempty"`
	Subjects      []Subject      `json:"subjects,omitempty"`
	Events        []Event        `json:"events,omitempty"`
	Objects       []Object       `json:"objects,omitempty"`
	InfoSources   []InfoSource   `json:"infoSources,omitempty"`
	Genres        []Genre        `json:"genres,omitempty"`

	EventDetails    *EventDetails     `json:"eventDetails,omitempty"`
	PlannedCoverage []PlannedCoverage `json:"plannedCoverage,omitempty"`

	Renditions        []Rendition        `json:"renditions,omitempty"`
	Associations      []Association      `json:"associations,omitempty"`
	AltIDs            []AltID            `json:"altIds,omitempty"`
	TrustIndicators   []TrustIndicator   `json:"trustIndicators,omitempty"`
	Standard          *Standard          `json:"standard,omitempty"`
	DigitalSourceType *DigitalSourceType `json:"digitalSourceType,omitempty"`
}

// Association is an item that belongs to another one. The schema requires Name
// and URI.
type Association struct {
	Item
	Name string `json:"name"`
	Rel  string `json:"rel,omitempty"`
}

// Text is a headline or a description in one of its roles.
type Text struct {
	Role        string `json:"role,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	Value       string `json:"value"`
}

// Body is the text of the item in one content type. CharCount counts Unicode
// code points of the text without markup, WordCount its words.
type Body struct {
	Role        string `json:"role,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	CharCount   int    `json:"charCount,omitempty"`
	WordCount   int    `json:"wordCount,omitempty"`
	Value       string `json:"value"`
}
