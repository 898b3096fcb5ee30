import{m141_useLoaded as o}from"./panel-ea846d7a90.js";export{o as a};
