//! What a PDF says about itself as XMP, for programs that keep and search documents (ISO 16684-1).

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::carried::PROGRAM;
use crate::export::options::ExportMeta;
use tierwright_availability::xml;

/// Adds the metadata; it says the same as the properties of the document. Programs find it without unpacking the file.
pub(super) fn add(file: &mut lopdf::Document, meta: &ExportMeta, subject: &str) -> ObjectId {
    let kind = [("Type", Object::Name("Metadata".into())), ("Subtype", Object::Name("XML".into()))];
    let stream = Stream::new(Dictionary::from_iter(kind), packet(meta, subject).into_bytes());
    file.add_object(stream.with_compression(false))
}

fn packet(meta: &ExportMeta, subject: &str) -> String {
    let date = format!("{}T00:00:00Z", meta.date);
    let named = |name: &str, text: &str, list: &str, language: &str| {
        let text = xml::line(text);
        let item = format!("<rdf:{list}><rdf:li{language}>{text}</rdf:li></rdf:{list}>");
        if text.is_empty() { String::new() } else { format!("<dc:{name}>{item}</dc:{name}>\n") }
    };
    let default = " xml:lang=\"x-default\"";
    let words = named("title", &meta.title, "Alt", default)
        + &named("creator", &meta.author, "Seq", "")
        + &named("description", subject, "Alt", default);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n{words}<dc:language><rdf:Bag><rdf:li>en-US</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate>\n<xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool>\n<pdf:Producer>{PROGRAM}</pdf:Producer>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_xml_with_the_words_of_the_document_and_leaves_out_what_nobody_wrote() {
        let meta = ExportMeta { title: "A & B <hub>".into(), date: "2026-03-01".into(), ..ExportMeta::default() };
        let packet = packet(&meta, "Contoso");
        let read = roxmltree::Document::parse(packet.trim_start_matches(|c| c != '<')).unwrap();
        let text = |name: &str| {
            read.descendants()
                .find(|it| it.tag_name().name() == name)
                .map(|it| it.descendants().filter(|it| it.is_text()).filter_map(|it| it.text()).collect::<String>())
        };
        assert_eq!(text("title").as_deref(), Some("A & B <hub>"));
        assert_eq!(text("description").as_deref(), Some("Contoso"));
        assert_eq!(text("CreateDate").as_deref(), Some("2026-03-01T00:00:00Z"));
        assert_eq!(text("creator"), None);
    }
}
