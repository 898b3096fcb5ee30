import{m141_useLoaded as o}from"./panel-d0bd12a176.js";export{o as a};
