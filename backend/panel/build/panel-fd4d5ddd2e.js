import{m141_useLoaded as o}from"./panel-a96d8705a4.js";export{o as a};
