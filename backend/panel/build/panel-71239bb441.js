import{m141_useLoaded as o}from"./panel-ceeda3194a.js";export{o as a};
