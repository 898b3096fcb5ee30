import{m141_useLoaded as o}from"./panel-5a567ffa81.js";export{o as a};
