package newsml1

import (
	"path"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// use is what a text is for, by the role of its component.
type use int

const (
	body use = iota
	headlineText
	subheadText
	lead    // the first paragraph, apart from the others
	summary // says the same in short
	caption
	editorial
	bylineText
	script // of a film
	beside // what stands ready for others: whom to ask, what to post
	ignored
)

// label is what a component says of all that is in it: its role, as it is written
// and as one word, and its media type. IPTC's vocabulary of roles has Main,
// Supporting and Caption; the others are agencies'.
type label struct{ said, role, mediaType string }

// label is looked up once, since each file of a component asks for it.
func (r *reader) label(component *xmltree.Node) label {
	l, ok := r.labels[component]
	if !ok {
		l.said, l.mediaType = formal(component.Child("Role")), word(formal(component.Child("MediaType")))
		l.role = word(l.said)
		r.labels[component] = l
	}
	return l
}

// useOf reads a role that a text has.
func useOf(role string) use {
	switch {
	case isBeside(role):
		return beside
	case contains(role, "caption", "legend", "cutline"):
		return caption
	case contains(role, "subhead", "subtitle", "kicker", "overline"):
		return subheadText
	case contains(role, "headline", "title") || role == "hedline":
		return headlineText
	case role == "lead" || role == "lede" || contains(role, "leadtext", "chapeau", "intro", "firstparagraph"):
		return lead
	case contains(role, "summary", "abstract", "synopsis", "teaser", "resume", "description"):
		return summary
	case contains(role, "ednote", "editorsnote", "editorial", "advisory") || role == "note" || role == "instructions":
		return editorial
	case role == "byline" || role == "author":
		return bylineText
	case contains(role, "script", "shotlist", "dopesheet", "storyline", "transcript"):
		return script
	case contains(role, "stylesheet", "style", "css"):
		return ignored
	default:
		return body
	}
}

// isBeside reports whether a role is of what goes along with a story, and is none of
// it.
func isBeside(role string) bool {
	switch role {
	case "contact", "contacts", "sms", "push", "tweet", "tweets", "post", "social", "boilerplate", "disclaimer", "footer", "about", "aboutus", "aboutcompany", "kontakt", "contacto", "contatto", "imprint", "impressum":
		return true
	default:
		return contains(role, "contactinfo", "contactperson", "contactdetails", "contacttext", "presscontact", "pressekontakt", "contactpresse", "mediacontact", "editorcontact", "tweettext", "tweet", "twitter", "facebook",
			"linkedin", "instagram", "mastodon", "bluesky", "socialmedia", "socialtext", "socialpost", "smstext", "pushtext", "pushmessage", "pushnotification", "notification")
	}
}

// isMediumRole reports whether a role names a picture, a film or a sound.
func isMediumRole(role string) bool {
	return typeOfWord(role) != "" && typeOfWord(role) != ninjs.TypeText
}

// isRenditionRole reports whether a role names one form of a picture.
func isRenditionRole(role string) bool {
	return contains(role, "quicklook", "thumb", "preview", "highres", "hires", "highdef", "lowres", "lowdef", "medium", "base", "icon", "web", "print", "original", "large", "small", "size")
}

// typeOfWord reads media types, formats and roles alike.
func typeOfWord(w string) ninjs.Type {
	switch {
	case w == "":
		return ""
	case contains(w, "video", "film", "mpeg4", "mp4", "quicktime", "animation", "flash", "mpg", "mov", "avi", "wmv", "flv"):
		return ninjs.TypeVideo
	case contains(w, "audio", "sound", "mp3", "wav", "radio"):
		return ninjs.TypeAudio
	case contains(w, "infograph", "graphic", "graph", "chart", "map", "svg", "illustrator", "eps") && !contains(w, "photograph", "paragraph", "bitmap"):
		return ninjs.TypeGraphic
	case contains(w, "photo", "picture", "image", "jpeg", "jpg", "gif", "png", "tiff", "quicklook", "thumb", "cartoon", "illustration", "bmp", "webp"):
		return ninjs.TypePicture
	case contains(w, "text", "nitf", "html", "xml", "article", "story", "ascii", "news"):
		return ninjs.TypeText
	case contains(w, "complexdata"):
		return ninjs.TypeComponent
	default:
		return ""
	}
}

// typeOf tells what a content item is: by its media type, its MIME type, its
// format, the role around it, the file's name; content within the document that
// says nothing is text.
func (r *reader) typeOf(component, n *xmltree.Node) ninjs.Type {
	mime, _, _ := strings.Cut(formal(n.Child("MimeType")), "/")
	if strings.EqualFold(mime, "application") {
		mime = ""
	}
	extension := ""
	if ref := n.Attr("Href"); ref != "" {
		extension = strings.TrimPrefix(path.Ext(strings.SplitN(ref, "?", 2)[0]), ".")
	}
	complexData := false
	for _, s := range []string{formal(n.Child("MediaType")), r.label(component).mediaType, mime, formal(n.Child("Format")), extension} {
		w := word(s)
		complexData = complexData || contains(w, "complexdata")
		if t := typeOfWord(w); t != "" && t != ninjs.TypeComponent {
			return t
		}
	}
	if complexData && !textWithin(n) {
		return ninjs.TypeComponent
	}
	if role := r.label(component).role; isMediumRole(role) && n.Attr("Href") != "" {
		return typeOfWord(role)
	}
	switch {
	case n.Child("DataContent") != nil || n.Child("Encoding") != nil:
		return ninjs.TypeText
	case n.Attr("Href") != "":
		return ninjs.TypeComponent
	default:
		return ""
	}
}

// textWithin reports whether the content within the document is a text, whatever its
// media type: NITF, HTML, paragraphs, or characters alone.
func textWithin(n *xmltree.Node) bool {
	data := n.Child("DataContent")
	if data == nil || n.Child("Encoding") != nil {
		return false
	}
	for c := range data.Elements() {
		switch c.Name {
		case "nitf", "html", "xhtml", "body", "body.content", "p", "div", "block", "media-caption":
			return true
		}
		return c.Child("nitf") != nil || c.Child("body") != nil || c.Child("p") != nil
	}
	return strings.TrimSpace(data.Text()) != ""
}

// formatRank orders the forms that one text comes in, the best first.
func formatRank(n *xmltree.Node) int {
	w := word(formal(n.Child("Format")) + formal(n.Child("MimeType")))
	switch {
	case n.Child("DataContent", "nitf") != nil || contains(w, "nitf"):
		return 0
	case contains(w, "xhtml") || n.Child("DataContent", "html") != nil:
		return 1
	case contains(w, "html"):
		return 2
	default:
		return 3
	}
}
