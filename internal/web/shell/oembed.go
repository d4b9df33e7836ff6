package shell

import "net/url"

// OEmbed tells other sites where to ask how the page at the path can be shown in
// theirs; nothing where this site does not answer that.
func (v *Visit) OEmbed(title, path string) []Feed {
	if !v.Site.Paths.Has("oembed") {
		return nil
	}
	at := v.Absolute(v.Path("oembed")) + "?format=json&url=" + url.QueryEscape(v.Absolute(path))
	return []Feed{{Type: "application/json+oembed", Title: title, Path: at}}
}
