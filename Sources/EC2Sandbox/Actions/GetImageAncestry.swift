// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension Action {
    static let getImageAncestry = Action("GetImageAncestry", .reading, ["ImageId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let image = try region.image(try parameters.required("ImageId"))
        var chain = [image]
        // A parent that is gone, or in another region, ends what can be told.
        while let parentID = chain.last?.sourceImageID, let parent = region.images[parentID], parent.isRegistered,
            !chain.contains(where: { $0.id == parentID })
        {
            chain.append(parent)
        }
        xml.list("imageAncestryEntrySet", chain) { xml, image in
            xml.date("creationDate", image.creationDate)
            xml.text("imageId", image.id)
            xml.text("imageOwnerAlias", image.ownerAlias)
            xml.text("sourceImageId", image.sourceImageID)
            xml.text("sourceImageRegion", image.sourceImageRegion)
        }
    }
}
