import{m141_useLoaded as o}from"./panel-4e8369fb71.js";export{o as a};
