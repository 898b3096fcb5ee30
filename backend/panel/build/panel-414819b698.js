import{m141_useLoaded as o}from"./panel-bb4be05f52.js";export{o as a};
