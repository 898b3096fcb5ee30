import{m141_useLoaded as o}from"./panel-872c0a5aa3.js";export{o as a};
